// Loaded before a server that would listen to everybody: whatever it asks for, it listens on loopback only.
const { Server } = require("node:net");
const listen = Server.prototype.listen;
Server.prototype.listen = function (port, ...others) {
  const ready = others.find((other) => typeof other === "function");
  const options = typeof port === "object" ? port : { port };
  return listen.call(this, { ...options, host: "127.0.0.1" }, ready);
};
