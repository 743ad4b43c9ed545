using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Data;

public class TrainingDataTests
{
    private static readonly DenseFeatures TwoRows = new(new float[] { 1, 2, 3, 4 }, 2);

    [Fact]
    public void Lengths_labels_and_weights_are_validated()
    {
        AssertThrows("There are 3 labels for 2 rows", () => new TrainingData(TwoRows, new int[3]));
        AssertThrows("There are 1 weights for 2 rows", () => new TrainingData(TwoRows, new int[2], new float[1]));
        AssertThrows("Row 1 has the label -1; accepted: 0 or more", () => new TrainingData(TwoRows, new[] { 0, -1 }));
        AssertThrows("Row 0 has the weight -1; accepted: 0 or more, finite", () => new TrainingData(TwoRows, new int[2], new float[] { -1, 1 }));
        AssertThrows("Row 1 has the weight NaN", () => new TrainingData(TwoRows, new int[2], new float[] { 1, float.NaN }));
    }

    [Fact]
    public void Data_incompatible_with_the_network_throw()
    {
        Network network = new(Samples.Mlp(inputs: 3, classes: 4));
        AssertThrows("data has 2 columns; the network takes 3", () => network.Fit(new TrainingData(TwoRows, new int[2]), new FitOptions()));
        TrainingData data = new(new DenseFeatures(new float[6], 3), new[] { 0, 4 });
        AssertThrows("data has the label 4; the network has 4 classes", () => network.Fit(data, new FitOptions()));
        AssertThrows("data has the label 4", () => network.Evaluate(data));
        AssertThrows("batch has the label 4", () => network.ComputeGradients(data));
        AssertThrows("ValidationData has the label 4", () => network.Fit(Samples.Data(5, 3, 4), new FitOptions { ValidationData = data }));
        TrainingData empty = new(new DenseFeatures(default, 3), new ClassTargets(default));
        AssertThrows("There are no rows", () => network.Fit(empty, new FitOptions()));
        AssertThrows("2 columns; the network takes 3", () => network.Predict(TwoRows, new float[8]));
        AssertThrows("The destination holds 7 values; at least 8 are needed", () => network.Predict(new DenseFeatures(new float[6], 3), new float[7]));
    }

    [Fact]
    public void A_weight_of_two_acts_like_a_duplicated_row()
    {
        float[] rows = Samples.Floats(4 * 20);
        int[] labels = [0, 1, 2, 3];
        Network network = new(Samples.Mlp());
        IReadOnlyList<NamedTensor> weighted =
            network.ComputeGradients(new TrainingData(new DenseFeatures(rows, 20), labels, new float[] { 2, 1, 1, 1 }));
        IReadOnlyList<NamedTensor> doubled =
            network.ComputeGradients(new TrainingData(new DenseFeatures((float[])[.. rows[..20], .. rows], 20), (int[])[0, .. labels]));

        // The weighted data average the loss over 4 rows, the data with a duplicated row over 5.
        for (int t = 0; t < weighted.Count; t++)
        {
            Close.All([.. doubled[t].Values.Select(value => value * 1.25)], weighted[t].Values, 1e-5, 1e-6);
        }
    }

    private static void AssertThrows(string message, Action action) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
