/* Live pages; see docs/how-to/build-a-page.md. */
