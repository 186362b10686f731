"""The outlook: monthly counts one to six months ahead as distributions, and how such forecasts have done so far."""
