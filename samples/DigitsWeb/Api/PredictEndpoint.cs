using Microsoft.AspNetCore.Http.HttpResults;
using MLNetDeep.Hosting;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>POST /predict.</summary>
internal static class PredictEndpoint
{
    public const string Name = "predict";
    private const string VersionHeader = "Model-Version";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/predict", PredictAsync)
            .WithName(Name)
            .WithSummary("Recognise a digit")
            .WithDescription("Computes the probability of each of the ten digits for one picture.")
            .WithTags("Digits")
            .Accepts<PredictRequest>("application/json")
            .Produces<PredictResponse>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status408RequestTimeout)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .RequireRateLimiting(ClientRateLimit.Policy);
    }

    private static async Task<IResult> PredictAsync(
        HttpContext context,
        PredictionPool<DigitImage, DigitPrediction> pool,
        FirstLayers firstLayers,
        ModelStatus status,
        DigitsMetrics metrics,
        DigitsWebOptions options)
    {
        if (!PredictRequestReader.IsJson(context.Request.ContentType))
        {
            return TypedResults.Problem("Accepted: application/json in UTF-8.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        if (pool.GetStatus().Version is null)
        {
            return NotReady(context.Response, status.Current);
        }

        byte[] pixels = new byte[DigitImage.PixelCount];
        try
        {
            (PredictRequest? request, string field, string error) =
                await PredictRequestReader.ReadAsync(context.Request, pixels, context.RequestAborted).ConfigureAwait(false);
            if (request is null)
            {
                return TypedResults.ValidationProblem(new Dictionary<string, string[]> { [field] = [error] });
            }

            using PooledEngine<DigitImage, DigitPrediction> engine = pool.Rent();
            DigitPrediction prediction = engine.Predict(new DigitImage { Image = pixels });
            metrics.CountPrediction(prediction.PredictedLabel);
            context.Response.Headers[VersionHeader] = engine.Version.ShortHash;
            return TypedResults.Ok(new PredictResponse(
                prediction.PredictedLabel, prediction.Score, request.Activations ? firstLayers.Of(engine.Model).Compute(pixels) : null));
        }
        catch (BadHttpRequestException e)
        {
            string detail = e.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? $"Accepted: a body of at most {options.MaxBodyBytes} bytes."
                : e.Message;
            return TypedResults.Problem(detail, statusCode: e.StatusCode);
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            // The client hung up: nobody reads the answer.
            return TypedResults.StatusCode(StatusCodes.Status499ClientClosedRequest);
        }
    }

    private static ProblemHttpResult NotReady(HttpResponse response, ModelUpdate update)
    {
        // A model that could not be made or loaded will not come.
        if (update.State != ModelState.Failed)
        {
            response.Headers.RetryAfter = $"{Math.Max(1, Math.Ceiling(update.SecondsLeft ?? 1))}";
        }

        return TypedResults.Problem(update.Describe(), statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
