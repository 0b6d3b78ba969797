"""Cases and steps: who decides, what is proven, what is sealed."""
