using BaiguStore.Web.Inquiries;

namespace BaiguStore.Web.Setup;

public static class InquirySetup
{
    public static void AddInquiries(this IServiceCollection services) => services.AddScoped<InquirySubmission>().AddScoped<InquiryEmails>();
}
