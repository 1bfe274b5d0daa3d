"""The dashboard shows: Streamlit pages, sign-in, the members' form, health. It decides nothing and holds no SQL."""
