from django.urls import path

from reviewapp.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.SignInView.as_view(), name="login"),
    path("sign-out/", views.sign_out, name="logout"),
    path("password/", views.password, name="password"),
    path("language/", views.language, name="language"),
    path("people/", views.people_list, name="people"),
    path("people/invite/", views.invite, name="invite"),
    path("site/", views.site, name="site"),
    path("invitations/<str:token>/", views.accept, name="accept"),
]
