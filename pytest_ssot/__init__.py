"""A single source of truth per concern, guarded in every pytest run."""

__version__ = "0.1.0"
