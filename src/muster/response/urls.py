from django.urls import path

from muster.response import views

app_name = "response"

urlpatterns = [
    path("board/", views.BoardPage.as_view(), name="board"),
    path("board/own/", views.OwnPartPage.as_view(), name="own"),
]
