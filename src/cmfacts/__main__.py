"""``python -m cmfacts``."""

if __name__ == "__main__":  # a worker process of ours imports this module too, and needs nothing of the command line
    import sys

    from cmfacts.cli import main

    sys.exit(main())
