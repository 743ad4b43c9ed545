using System.Security.Cryptography;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Hosting.Tests.PredictionPool;

/// <summary>
/// A model file whose network has random weights, so that models with different seeds give different scores. It has eight scores, and a
/// component of ML.NET before the network.
/// </summary>
internal sealed class PoolModel
{
    private const int Classes = 8;

    private readonly Network _network;

    private PoolModel(int seed)
    {
        _network = new Network(new NetworkSpec([3], [new Dense(12, Activation.Relu), new Dense(Classes, Activation.Softmax)]), seed);
        MLContext ml = new(seed: 1);
        IDataView rows = ml.Data.LoadFromEnumerable([new Row { Label = 1 }, new Row { Label = 2 }]);

        // No iterations: the pipeline has the weights of the network.
        NeuralNetworkOptions options = new() { InitialNetwork = _network, Iterations = 0, StandardizeFeatures = false };
        ITransformer model = ml.Transforms.Concatenate("Features", nameof(House.Size), nameof(House.Rooms), nameof(House.Age))
            .Append(ml.MulticlassClassification.Trainers.NeuralNetwork(_network.Spec, options))
            .Fit(rows);
        using MemoryStream zip = new();
        ml.Model.Save(model, rows.Schema, zip);
        Zip = zip.ToArray();
        Hash = Convert.ToHexStringLower(SHA256.HashData(Zip));
    }

    public static PoolModel First { get; } = new(seed: 1);

    public static PoolModel Second { get; } = new(seed: 2);

    /// <summary>The model file.</summary>
    public byte[] Zip { get; }

    public string Hash { get; }

    public static House CreateHouse(int i) => new() { Size = i % 7, Rooms = (i % 5) - 2, Age = i % 11 / 4f };

    /// <summary>Returns the scores without ML.NET and without the pool.</summary>
    public float[] Predict(House house) => _network.Predict([house.Size, house.Rooms, house.Age]);

    private sealed class Row
    {
        public float Size { get; set; }

        public float Rooms { get; set; }

        public float Age { get; set; }

        [KeyType(Classes)]
        public uint Label { get; set; }
    }
}
