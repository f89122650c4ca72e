from django.urls import path

from reviewapp.oversight import views

app_name = "oversight"
urlpatterns = [
    path("", views.trail, name="trail"),
    path("chain/", views.chain, name="chain"),
]
