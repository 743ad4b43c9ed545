using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Trainers.Reading;

/// <summary>The log warns once per training about features that are far from unit scale and not standardized by the training.</summary>
public class FeatureScaleTests
{
    private readonly MLContext _ml = new(seed: 1);

    // The root mean square of 0, 51, 102, ..., 255 is 255 sqrt(55 / 150) = 154. The scaled pixels have 0.61.
    [Theory]
    [InlineData(null)]
    [InlineData(5)]
    public void Unscaled_pixels_are_warned_about_once(int? pool)
    {
        IDataView images = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(i => new Image { Pixels = [(byte)(i % 6 * 51), (byte)(i % 2)], Label = i }).ToArray());
        string expected = "1 of 2 features in column 'Features' are far from unit scale: their root mean square is above 25. The largest value is 255 "
            + "in slot 0. Networks learn best from values of about -1 to 1: scale features with Transforms.NormalizeMinMax or NormalizeMeanVariance, "
            + "and pixels with the scale of FlattenImage or the scaleImage of ExtractPixels (1/255 for bytes).";
        Assert.Equal([expected], Warnings(_ml.Transforms.FlattenImage("Features", "Pixels").Fit(images).Transform(images), pool));
        Assert.Empty(Warnings(_ml.Transforms.FlattenImage("Features", "Pixels", 1 / 255f).Fit(images).Transform(images), pool));
        Assert.Empty(Warnings(_ml.Transforms.FlattenImage("Features", "Pixels").Fit(images).Transform(images), pool, standardizes: true));
    }

    [Fact]
    public void A_large_column_is_named_and_tiny_features_are_noticed()
    {
        Row[] rows = [.. Enumerable.Range(0, 50).Select(i => new Row { Small = i / 50f, Large = -1e6f * i, Tiny = i / 50e3f, Label = i })];
        IDataView data = _ml.Data.LoadFromEnumerable(rows);
        Assert.Contains(
            "The largest value is -49000000 in slot 1 ('Large').",
            Assert.Single(Warnings(_ml.Transforms.Concatenate("Features", "Small", "Large").Fit(data).Transform(data))));
        Assert.Contains(
            "All features in column 'Features' are far from unit scale: the largest absolute value is 0.00098.",
            Assert.Single(Warnings(_ml.Transforms.Concatenate("Features", "Tiny", "Tiny").Fit(data).Transform(data))));
        Assert.Empty(Warnings(_ml.Transforms.Concatenate("Features", "Small", "Tiny").Fit(data).Transform(data)));
        Assert.Empty(Warnings(_ml.Transforms.Concatenate("Features", "Large").Append(_ml.Transforms.NormalizeMinMax("Features")).Fit(data).Transform(data)));
    }

    private List<string> Warnings(IDataView data, int? pool = null, bool standardizes = false)
    {
        List<string> warnings = [];
        void Add(object? sender, LoggingEventArgs e)
        {
            if (e.RawMessage.Contains("unit scale", StringComparison.Ordinal))
            {
                warnings.Add(e.RawMessage);
            }
        }

        // Few and small steps: only the log matters.
        _ml.Log += Add;
        _ml.Regression.Trainers.LinearRegression(new LinearRegressionOptions
        {
            Epochs = 2, StreamingPoolSize = pool, BatchSize = 64, Optimizer = new Neural.Sgd(1e-20), StandardizeFeatures = standardizes,
        }).Fit(data);
        _ml.Log -= Add;
        return warnings;
    }

    private sealed class Image
    {
        [VectorType(2)]
        public byte[] Pixels { get; set; } = [];

        public float Label { get; set; }
    }

    private sealed class Row
    {
        public float Small { get; set; }

        public float Large { get; set; }

        public float Tiny { get; set; }

        public float Label { get; set; }
    }
}
