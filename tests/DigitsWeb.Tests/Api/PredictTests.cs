using System.Net;
using System.Text.Json;
using DigitsWeb.Tests.Support;
using Microsoft.ML;
using MLNetDeep.Data;
using MLNetDeep.Neural;
using MLNetDeep.Samples;
using MLNetDeep.Samples.DigitsWeb;
using MLNetDeep.Trainers;

namespace DigitsWeb.Tests.Api;

public class PredictTests(ServerFixture fixture)
{
    private const int DigitCount = 64;
    private const int KernelSize = 5;
    private const int MapSide = DigitImage.Side - KernelSize + 1;

    [Fact]
    public async Task Predictions_of_many_clients_equal_those_of_the_pipeline()
    {
        MLContext ml = new();
        DigitImage[] digits = LoadDigits(ml);
        DigitPrediction[] expected =
        [
            .. ml.Data.CreateEnumerable<DigitPrediction>(
                ml.Model.Load(fixture.ModelFile, out _).Transform(ml.Data.LoadFromEnumerable(digits)), reuseRowObject: false),
        ];
        Assert.True(expected.Select(prediction => prediction.PredictedLabel).Distinct().Count() > 5);
        JsonElement[] actual = await Task.WhenAll(digits.Select(digit => PredictAsync(digit.Image, withActivations: false)));
        for (int i = 0; i < digits.Length; i++)
        {
            Assert.Equal(expected[i].PredictedLabel, actual[i].GetProperty("digit").GetInt32());
            float[] probabilities = actual[i].GetProperty("probabilities").Deserialize<float[]>()!;
            Assert.Equal(expected[i].Score, probabilities);
            Assert.Equal(1, probabilities.Sum(), 1e-5);
            Assert.False(actual[i].TryGetProperty("activations", out _));
        }
    }

    [Fact]
    public async Task Activations_are_the_convolution_by_its_formula()
    {
        MLContext ml = new();
        byte[] image = LoadDigits(ml)[0].Image;
        Network network = NetworkTransformer.Find(ml.Model.Load(fixture.ModelFile, out _))!.Model;
        float[] weights = [.. network.GetWeights(0)[0].Values];
        float[] biases = [.. network.GetWeights(0)[1].Values];
        JsonElement activations = (await PredictAsync(image, withActivations: true)).GetProperty("activations");
        Assert.Equal(MapSide, activations.GetProperty("width").GetInt32());
        Assert.Equal(MapSide, activations.GetProperty("height").GetInt32());
        byte[][] maps = [.. activations.GetProperty("maps").EnumerateArray().Select(map => map.GetBytesFromBase64())];
        Assert.Equal(biases.Length, maps.Length);
        double[][] expected = [.. biases.Select((_, filter) => Convolve(image, weights, biases, filter))];
        double maximum = expected.Max(map => map.Max());
        Assert.Equal(maximum, activations.GetProperty("maximum").GetDouble(), 1e-4);
        for (int filter = 0; filter < maps.Length; filter++)
        {
            for (int i = 0; i < MapSide * MapSide; i++)
            {
                // Half a step of rounding, and the rounding of floats.
                Assert.InRange(maps[filter][i] - (255 * expected[filter][i] / maximum), -0.51, 0.51);
            }
        }
    }

    [Fact]
    public void Activations_that_are_all_zero_are_black()
    {
        Activations activations = Activations.From(new float[6], height: 1, width: 3, filters: 2);
        Assert.Equal(0, activations.Maximum);
        Assert.Equal([new byte[3], new byte[3]], activations.Maps);
    }

    // With ReLU; the weights have the layout [filter, channel, row, column].
    private static double[] Convolve(byte[] image, float[] weights, float[] biases, int filter)
    {
        double[] map = new double[MapSide * MapSide];
        for (int i = 0; i < map.Length; i++)
        {
            double sum = biases[filter];
            for (int k = 0; k < KernelSize * KernelSize; k++)
            {
                int row = (i / MapSide) + (k / KernelSize), column = (i % MapSide) + (k % KernelSize);
                sum += weights[(filter * KernelSize * KernelSize) + k] * image[(row * DigitImage.Side) + column] / 255.0;
            }

            map[i] = Math.Max(sum, 0);
        }

        return map;
    }

    private static DigitImage[] LoadDigits(MLContext ml)
    {
        IDataView test = ml.Data.LoadMnist(DataFolder.Find("mnist", null, "the MNIST files"), MnistSplit.Test);
        return [.. ml.Data.CreateEnumerable<DigitImage>(ml.Data.TakeRows(test, DigitCount), reuseRowObject: false)];
    }

    private async Task<JsonElement> PredictAsync(byte[] pixels, bool withActivations)
    {
        string body = $$"""{"pixels":[{{string.Join(',', pixels)}}],"activations":{{(withActivations ? "true" : "false")}}}""";
        using HttpResponseMessage response = await fixture.Server.Client.PostAsync("predict", ServerFixture.Json(body));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync());
    }
}
