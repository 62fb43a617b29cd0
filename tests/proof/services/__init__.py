"""Small services as people lay them out, each as a bypass and with its switch on; `CASES` per module."""
