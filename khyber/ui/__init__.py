"""What Streamlit draws: the frame, the link and its filters, the figure card, sources, the map component."""
