using Microsoft.ML.Data;
using MLNetDeep.Hosting;

// The model zip in a web service: a pool of prediction engines, a digit for each request. Deployment.Service digits.zip http://127.0.0.1:7481
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.Services.AddMLNetDeepPredictionPool<Digit, Prediction>(options => options.ModelPath = Path.GetFullPath(args[0]));
WebApplication app = builder.Build();
app.MapPost("/predict", async (HttpRequest request, PredictionPool<Digit, Prediction> pool) =>
{
    byte[] pixels = new byte[28 * 28];
    await request.Body.ReadExactlyAsync(pixels);
    return $"{pool.Predict(new Digit { Image = pixels }).PredictedLabel}";
});
await app.RunAsync(args[1]);

internal sealed class Digit
{
    [VectorType(28, 28)]
    public byte[] Image { get; set; } = [];

    public byte Label { get; set; }
}

internal sealed class Prediction
{
    public byte PredictedLabel { get; set; }
}
