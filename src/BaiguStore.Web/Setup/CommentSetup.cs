using BaiguStore.Web.Comments;

namespace BaiguStore.Web.Setup;

public static class CommentSetup
{
    public static void AddComments(this IServiceCollection services) => services
        .AddSingleton<CurrentCommentSettings>().AddSingleton<FormStamps>().AddSingleton<CommentReceipts>().AddScoped<CommentSubmission>();
}
