"""Services that host pull requests, on loopback and with a memory: what is told to them can be seen."""
