using MLNetDeep.Hosting;
using MLNetDeepWebApi;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);

// A pool of prediction engines for the model zip that the section "Model" of appsettings.json names. It serves many requests at a
// time, and loads the model again when the file changes.
builder.Services.AddMLNetDeepPredictionPool<House, PricePrediction>(builder.Configuration.GetSection("Model"));
builder.Services.AddHealthChecks().AddMLNetDeepPredictionPool();
builder.Services.AddProblemDetails();
WebApplication app = builder.Build();

app.MapPost("/predict", (House house, PredictionPool<House, PricePrediction> pool) =>
    house.Town.Length == 0 ? Results.Problem("Town is missing.", statusCode: StatusCodes.Status400BadRequest) : Results.Ok(pool.Predict(house)));
app.MapHealthChecks("/health");
app.Run();
