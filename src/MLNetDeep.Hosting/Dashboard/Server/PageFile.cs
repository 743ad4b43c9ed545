using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;

namespace MLNetDeep.Hosting;

/// <summary>A file of the page, which is a resource of this assembly.</summary>
/// <param name="Path">The path under which it is served.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record PageFile(string Path, string ContentType, ReadOnlyMemory<byte> Content)
{
    /// <summary>Returns the files of the page.</summary>
    /// <param name="title">The title of the page.</param>
    /// <param name="token">The token for requests that change something.</param>
    public static IEnumerable<PageFile> LoadAll(string title, string token) =>
    [
        new("/", "text/html; charset=utf-8", Encoding.UTF8.GetBytes(
            Read("index.html").Replace("{{title}}", WebUtility.HtmlEncode(title), StringComparison.Ordinal)
                .Replace("{{token}}", token, StringComparison.Ordinal))),
        Load("dashboard.css", "text/css; charset=utf-8"),
        Load("dashboard.js", "text/javascript; charset=utf-8"),
        Load("chart.js", "text/javascript; charset=utf-8"),
        Load("format.js", "text/javascript; charset=utf-8"),
        Load("icon.svg", "image/svg+xml"),
    ];

    public void Map(WebApplication app) => app.MapGet(Path, context =>
    {
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = Content.Length;
        return context.Response.Body.WriteAsync(Content, context.RequestAborted).AsTask();
    });

    private static PageFile Load(string name, string contentType) => new($"/{name}", contentType, Encoding.UTF8.GetBytes(Read(name)));

    private static string Read(string name)
    {
        using StreamReader reader = new(typeof(PageFile).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
