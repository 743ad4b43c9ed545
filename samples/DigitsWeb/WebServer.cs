using System.Text.Json.Serialization;
using MLNetDeep.Hosting;
using Scalar.AspNetCore;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>Puts the server together.</summary>
public static class WebServer
{
    /// <summary>The address of the page, unless the configuration names another.</summary>
    public const string DefaultUrl = "http://localhost:5080";

    /// <summary>Creates the server, which is then to be started.</summary>
    /// <param name="settings">Settings that override the configuration.</param>
    /// <exception cref="ArgumentException">A setting is out of range; the message names it and the accepted range.</exception>
    public static WebApplication Create(IReadOnlyDictionary<string, string?> settings)
    {
        // appsettings.json and wwwroot lie beside the program.
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(settings);
        DigitsWebOptions options = DigitsWebOptions.Read(builder.Configuration);
        if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null)
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.WebHost.ConfigureKestrel(kestrel => ConnectionLimits.Set(kestrel, options));
        AddServices(builder, options);
        WebApplication server = builder.Build();
        UseServices(server);
        return server;
    }

    private static void AddServices(WebApplicationBuilder builder, DigitsWebOptions options)
    {
        IServiceCollection services = builder.Services;
        services.AddSingleton(options);
        DigitModel.AddPool(services, options);
        services.AddSingleton<ModelStatus>();
        services.AddSingleton<DigitsMetrics>();
        services.AddHostedService<ModelService>();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJsonContext.Default);
        });
        services.AddProblemDetails();
        services.AddHealthChecks().AddMLNetDeepPredictionPool(HealthEndpoint.CheckName);
        // A lambda: the generator that turns comments into descriptions finds calls with one.
        services.AddOpenApi(openApi => OpenApiText.Set(openApi));
        ClientRateLimit.Add(services, options);
        Telemetry.Add(builder);
    }

    private static void UseServices(WebApplication server)
    {
        server.UseExceptionHandler();
        server.UseStatusCodePages();
        SecurityHeaders.Use(server);
        FileServerOptions files = new();

        // Browsers ask whether a file has changed: a page never gets scripts of another version.
        files.StaticFileOptions.OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache";
        server.UseFileServer(files);
        server.UseRateLimiter();
        PredictEndpoint.Map(server);
        TrainingEndpoint.Map(server);
        HealthEndpoint.Map(server);
        server.MapOpenApi();

        // Scalar's script comes from its package. What the page would load or send elsewhere is off, and the browser forbids the rest.
        server.MapScalarApiReference(scalar => scalar.WithTitle("Digits")
            .DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideDeveloperTools());
    }
}
