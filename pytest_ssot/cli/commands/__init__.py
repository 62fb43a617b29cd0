"""The commands, one per file: a docstring for --help, `add_arguments(parser)` and `run(arguments, world)`.

A new file is a new command. All are imported for every `ssot` call, so what they need they import late.
"""
