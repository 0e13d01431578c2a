"""Lines that several answers share: what an answer rests on, how a change is told, the steps of a fix."""
