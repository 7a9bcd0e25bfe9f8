// A topic on Socket.IO: whoever connects gets what is posted to /publish.
const { createServer } = require("node:http");
const { Server } = require("socket.io");

const http = createServer((request, response) => {
  let body = "";
  request.on("data", (part) => (body += part));
  request.on("end", () => {
    io.to("library").emit("change", JSON.parse(body));
    response.end("{}");
  });
});
http.keepAliveTimeout = 0;
const io = new Server(http, { transports: ["websocket"], serveClient: false });
io.on("connection", (socket) => socket.join("library"));
http.listen({ host: "127.0.0.1", port: Number(process.argv[2]), backlog: 4096 });
