"""What a page costs beside a page that only says hello: `python -m benchmarks`."""
