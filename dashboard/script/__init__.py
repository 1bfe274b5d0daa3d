"""What Streamlit runs, in a folder of its own: beside `pages/` Streamlit would run a page without it."""
