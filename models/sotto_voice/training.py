"""What both training loops share: schedule, safe steps, log, checkpoints, going on after a stop."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch import nn

from . import checkpoint

PEAK_RATE = 2e-3
WARM_UP_STEPS = 100
CONSTANT_PART = 0.3
FINAL_RATE_FACTOR = 0.01
GRADIENT_LIMIT = 1.0
LOG_EVERY_STEPS = 50
SAVE_EVERY_SECONDS = 120


def rate_factor(step: int, step_count: int) -> float:
    """Learning rate over its peak: a short rise, 30 % constant, then a straight fall."""
    if step < WARM_UP_STEPS:
        return (step + 1) / WARM_UP_STEPS
    done = step / step_count
    if done < CONSTANT_PART:
        return 1.0
    return max(FINAL_RATE_FACTOR, (1 - done) / (1 - CONSTANT_PART))


class Trainer:
    """Runs `step_count` steps of `loss_of(step)`, which returns the loss and its parts by name."""

    def __init__(self, model: nn.Module, path: Path, step_count: int, peak_rate: float = PEAK_RATE) -> None:
        self.model = model
        self.path = path
        self.step_count = step_count
        self.peak_rate = peak_rate
        self.optimizer = torch.optim.AdamW(model.parameters(), lr=peak_rate, betas=(0.9, 0.98), weight_decay=0.01)
        self.step = 0
        self.skipped = 0
        if path.exists():
            state = torch.load(path)
            model.load_state_dict(state['model'])
            self.optimizer.load_state_dict(state['optimizer'])
            self.step = state['step']

    def save(self) -> None:
        """Write the checkpoint."""
        checkpoint.save(
            self.path,
            {'model': self.model.state_dict(), 'optimizer': self.optimizer.state_dict(), 'step': self.step,
             'step_count': self.step_count},
        )

    def run(
        self,
        loss_of: Callable[[int], tuple[torch.Tensor, dict[str, float]]],
        held_out: Callable[[], dict[str, float]],
        held_out_every: int = 500,
    ) -> None:
        """Train to the end; a step whose loss or gradient is not finite is skipped and counted."""
        sums: dict[str, float] = {}
        started = saved = time.monotonic()
        first = self.step
        while self.step < self.step_count:
            for group in self.optimizer.param_groups:
                group['lr'] = self.peak_rate * rate_factor(self.step, self.step_count)
            self.model.train()
            loss, parts = loss_of(self.step)
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            norm = nn.utils.clip_grad_norm_(self.model.parameters(), GRADIENT_LIMIT)
            if math.isfinite(float(norm)) and math.isfinite(float(loss)):
                self.optimizer.step()
            else:
                self.skipped += 1
            self.step += 1
            for name, value in parts.items():
                sums[name] = sums.get(name, 0.0) + value / LOG_EVERY_STEPS
            if self.step % LOG_EVERY_STEPS == 0:
                pace = (time.monotonic() - started) / (self.step - first)
                self.report(sums, f'{pace:.3f} s/step, {self.skipped} skipped')
                sums = {}
            if self.step % held_out_every == 0 or self.step == self.step_count:
                self.model.eval()
                with torch.no_grad():
                    self.report(held_out(), 'held out')
            if time.monotonic() - saved > SAVE_EVERY_SECONDS:
                self.save()
                saved = time.monotonic()
        self.save()

    def report(self, values: dict[str, float], note: str) -> None:
        """One line of the log."""
        text = '  '.join(f'{name} {value:.4f}' for name, value in values.items())
        sys.stdout.write(f'{time.strftime("%H:%M:%S")} step {self.step}/{self.step_count}  {text}  ({note})\n')
        sys.stdout.flush()
