using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Data;

public class TrainingDataTests
{
    private static readonly DenseFeatures Two = new(new float[] { 1, 2, 3, 4 }, 2);

    [Fact]
    public void Lengths_labels_and_weights_are_checked()
    {
        Refused("There are 3 labels for 2 rows", () => new TrainingData(Two, new int[3]));
        Refused("There are 1 weights for 2 rows", () => new TrainingData(Two, new int[2], new float[1]));
        Refused("Row 1 has the label -1; accepted: 0 or more", () => new TrainingData(Two, new[] { 0, -1 }));
        Refused("Row 0 has the weight -1; accepted: 0 or more, finite", () => new TrainingData(Two, new int[2], new float[] { -1, 1 }));
        Refused("Row 1 has the weight NaN", () => new TrainingData(Two, new int[2], new float[] { 1, float.NaN }));
    }

    [Fact]
    public void Data_must_fit_the_network()
    {
        Network network = new(Samples.Mlp(inputs: 3, classes: 4));
        Refused("data has 2 columns; the network takes 3", () => network.Fit(new TrainingData(Two, new int[2]), new FitOptions()));
        TrainingData data = new(new DenseFeatures(new float[6], 3), new[] { 0, 4 });
        Refused("data has the label 4; the network has 4 classes", () => network.Fit(data, new FitOptions()));
        Refused("data has the label 4", () => network.Evaluate(data));
        Refused("batch has the label 4", () => network.ComputeGradients(data));
        Refused("ValidationData has the label 4", () => network.Fit(Samples.Data(5, 3, 4), new FitOptions { ValidationData = data }));
        TrainingData empty = new(new DenseFeatures(default, 3), new ClassTargets(default));
        Refused("There are no rows", () => network.Fit(empty, new FitOptions()));
        Refused("2 columns; the network takes 3", () => network.Predict(Two, new float[8]));
        Refused("The destination holds 7 values; at least 8 are needed", () => network.Predict(new DenseFeatures(new float[6], 3), new float[7]));
    }

    [Fact]
    public void A_weight_of_two_counts_like_two_equal_rows()
    {
        float[] rows = Samples.Floats(4 * 20);
        int[] labels = [0, 1, 2, 3];
        Network network = new(Samples.Mlp());
        IReadOnlyList<NamedTensor> weighted =
            network.ComputeGradients(new TrainingData(new DenseFeatures(rows, 20), labels, new float[] { 2, 1, 1, 1 }));
        IReadOnlyList<NamedTensor> doubled =
            network.ComputeGradients(new TrainingData(new DenseFeatures((float[])[.. rows[..20], .. rows], 20), (int[])[0, .. labels]));

        // The loss is the mean over 4 rows in one case and over 5 in the other.
        for (int t = 0; t < weighted.Count; t++)
        {
            Close.All([.. doubled[t].Values.Select(value => value * 1.25)], weighted[t].Values, 1e-5, 1e-6);
        }
    }

    private static void Refused(string message, Action action) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
