"""The WebSocket door of the service."""
