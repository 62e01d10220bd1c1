"""Taking the demonstration away: what it made, what hangs on it, and nothing else."""

from .plan import Plan, plan_erasure
from .services import DemoMissing, erase_demo

__all__ = ["DemoMissing", "Plan", "erase_demo", "plan_erasure"]
