"""What is served beside the Streamlit pages: plain routes and the HTML they answer with."""
