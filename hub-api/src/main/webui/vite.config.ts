import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  build: { outDir: "dist", sourcemap: false },
  // `npm run dev` beside a running hub.
  server: { proxy: { "/api": process.env.FLEET_HUB ?? "http://127.0.0.1:8080" } },
});
