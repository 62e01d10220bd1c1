from .voices import voice

__all__ = ["voice"]
