import { describe, expect, it } from "vitest";
import { EventParser } from "./eventParser";

describe("EventParser", () => {
  it("reads events however the text is cut", () => {
    const text = 'id:h-1\nevent:presence\ndata:{"a":1}\n\nid: h-2\r\nevent: command\r\ndata: x\r\ndata: y\r\n\r\n';
    for (let size = 1; size <= text.length; size++) {
      const parser = new EventParser();
      const events = [];
      for (let from = 0; from < text.length; from += size) events.push(...parser.push(text.slice(from, from + size)));
      expect(events).toEqual([
        { type: "presence", id: "h-1", data: '{"a":1}' },
        { type: "command", id: "h-2", data: "x\ny" },
      ]);
    }
  });

  it("takes the id of a comment and tells no event of it", () => {
    const parser = new EventParser();
    expect(parser.push("id:h-7\n:alive\n\n")).toEqual([]);
    expect(parser.lastId).toBe("h-7");
  });

  it("keeps what is not complete", () => {
    const parser = new EventParser();
    expect(parser.push("event:reload\ndata:{}\n")).toEqual([]);
    expect(parser.push("\n")).toEqual([{ type: "reload", id: null, data: "{}" }]);
  });
});
