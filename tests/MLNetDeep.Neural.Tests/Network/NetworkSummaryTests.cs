namespace MLNetDeep.Neural.Tests.Architecture;

public class NetworkSummaryTests
{
    [Fact]
    public void Summary_has_the_format_of_Keras()
    {
        NetworkSpec spec = new(
            [28, 28], [new Flatten(), new Dense(128, Activation.Relu), new Dropout(0.2), new Dense(10, Activation.Softmax)]);
        const string Expected = """
            _________________________________________________________________
            Layer (type)                 Output Shape              Param #
            =================================================================
            flatten (Flatten)            (None, 784)               0
            dense (Dense)                (None, 128)               100480
            dropout (Dropout)            (None, 128)               0
            dense_1 (Dense)              (None, 10)                1290
            =================================================================
            Total params: 101,770
            Trainable params: 101,770
            Non-trainable params: 0
            _________________________________________________________________

            """;
        Assert.Equal(Expected.ReplaceLineEndings("\n"), spec.Summary());
        Assert.Equal(spec.Summary(), new Network(spec).Summary());
    }

    // The longest name, with its type in parentheses, has 49 characters.
    [Fact]
    public void Long_names_make_the_columns_wider()
    {
        NetworkSpec spec = new([400], [new Embedding(10, 4), new GlobalAveragePooling1D(), new Dense(1)]);
        string rule = new('_', 50 + 26 + 10);
        string expected = $"""
            {rule}
            Layer (type)                                      Output Shape              Param #
            {rule.Replace('_', '=')}
            embedding (Embedding)                             (None, 400, 4)            40
            global_average_pooling1d (GlobalAveragePooling1D) (None, 4)                 0
            dense (Dense)                                     (None, 1)                 5
            {rule.Replace('_', '=')}
            Total params: 45
            Trainable params: 45
            Non-trainable params: 0
            {rule}

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), spec.Summary());
    }

    [Fact]
    public void Summary_of_a_layer_without_bias_counts_no_bias() =>
        Assert.Contains("Total params: 30\n", new NetworkSpec([10], [new Dense(3, useBias: false)]).Summary(), StringComparison.Ordinal);

    [Fact]
    public void Summary_counts_running_statistics_as_non_trainable()
    {
        string summary = new NetworkSpec(
            [4], [new Dense(8), new BatchNormalization(), new ActivationLayer(Activation.Relu), new BatchNormalization(), new Dense(1)]).Summary();
        Assert.Contains("batch_normalization (BatchNormalization)   (None, 8)", summary, StringComparison.Ordinal);
        Assert.Contains("batch_normalization_1 (BatchNormalization)", summary, StringComparison.Ordinal);
        Assert.Contains("activation (Activation)", summary, StringComparison.Ordinal);
        Assert.Contains("Total params: 113\nTrainable params: 81\nNon-trainable params: 32\n", summary, StringComparison.Ordinal);
    }
}
