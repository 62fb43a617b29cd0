"""Each example is a project of its own: its tests run from inside it, never from the root."""

collect_ignore_glob = ["*/tests/*"]
