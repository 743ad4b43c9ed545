using Microsoft.ML;
using MLNetDeep.Hosting;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>The model of the prediction pool.</summary>
internal static class DigitModel
{
    private const int DigitCount = 10;

    /// <summary>Adds the pool. The server starts without a model too, and then trains one.</summary>
    public static void AddPool(IServiceCollection services, DigitsWebOptions options)
    {
        services.AddMLNetDeepPredictionPool<DigitImage, DigitPrediction>(pool =>
        {
            pool.ModelPath = Path.GetFullPath(options.ModelFile);
            pool.RequireModelAtStart = false;
            pool.Prepare = (_, model) => Check(model);
        });
        services.AddSingleton<FirstLayers>();
    }

    private static ITransformer Check(ITransformer model) =>
        NetworkTransformer.Find(model)?.Model.Spec is { InputSize: DigitImage.PixelCount, OutputSize: DigitCount } spec
        && spec.InputShape.SequenceEqual([DigitImage.Side, DigitImage.Side, 1])
            ? model
            : throw new InvalidDataException($"it has no network for pictures of {DigitImage.Side} x {DigitImage.Side} pixels and {DigitCount} digits.");
}
