using System.Globalization;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests.Trainers;

/// <summary>
/// Loads binary classification and regression models written by an earlier version and compares predictions with those of that version.
/// The program that wrote the models is in the fixtures folder.
/// </summary>
public class GoldenModelTests
{
    private static readonly string s_fixtures = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    [Theory]
    [InlineData("logistic-v1")]
    [InlineData("binary-v1")]
    [InlineData("regression-v1")]
    public void A_model_in_the_first_format_predicts_the_same(string name)
    {
        MLContext ml = new();
        ITransformer model = ml.Model.Load(Path.Combine(s_fixtures, $"{name}.zip"), out DataViewSchema schema);
        Assert.Equal("Features: Vector<Single, 4>, Yes: Boolean, Number: Single", string.Join(", ", schema));

        IDataView scored = model.Transform(ml.Data.LoadFromEnumerable(Enumerable.Range(100, 9).Select(Row.Of)));
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(s_fixtures, $"{name}.json")));
        foreach (JsonProperty column in document.RootElement.EnumerateObject())
        {
            string[] expected = [.. column.Value.EnumerateArray().Select(value => value.GetString()!)];
            if (column.Name == "PredictedLabel")
            {
                Assert.Equal(expected, scored.GetColumn<bool>(column.Name).Select(yes => yes ? "yes" : "no"));
            }
            else
            {
                AssertSame([.. expected.Select(FromBits)], [.. scored.GetColumn<float>(column.Name)]);
            }
        }
    }

    private static float FromBits(string bits) =>
        BitConverter.Int32BitsToSingle(int.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    // The bits do not depend on the SIMD width, but on whether the processor fuses multiplication and addition.
    private static void AssertSame(float[] expected, float[] actual)
    {
        if (Fma.IsSupported)
        {
            Assert.Equal(expected, actual);
            return;
        }

        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6f * Math.Max(1, Math.Abs(pair.First))));
    }

    /// <summary>A row as in the program that wrote the models.</summary>
    private sealed class Row
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];

        public bool Yes { get; set; }

        public float Number { get; set; }

        public static Row Of(int i)
        {
            float[] x = [.. Enumerable.Range(0, 4).Select(j => (((i * 37) + (j * 29) + (i * i * (j + 1))) % 64 / 32f) - 1)];
            return new Row { Features = x, Yes = x[0] + x[1] > x[2] * x[3], Number = (2 * x[0]) - x[1] + (x[2] * x[3]) };
        }
    }
}
