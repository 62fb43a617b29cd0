"""A single source of truth per concern, guarded in every pytest run."""
