using Microsoft.ML;
using MLNetDeep.Transforms;

namespace MLNetDeep.Conformance;

public sealed class OneHotLabelCases : EstimatorCases
{
    public override Type Estimator => typeof(OneHotLabelEstimator);

    public override IEnumerable<EstimatorCase> Cases(MLContext ml)
    {
        IDataView integers = ml.Data.LoadFromEnumerable(new[] { 2, 0, 1, 2 }.Select(label => new Integer { Label = label }).ToArray());
        IDataView names = ml.Data.LoadFromEnumerable(new[] { "red", "green", "red" }.Select(name => new Text { Label = name }).ToArray());
        IDataView keys = ml.Transforms.Conversion.MapValueToKey("Label").Fit(names).Transform(names);
        return
        [
            new("one-hot integers", Create, integers, WithoutInputColumn(ml), WrongType: ml.Data.LoadFromEnumerable([new Number { Label = 1.5f }])),
            new("one-hot keys", Create, keys, WithoutInputColumn(ml), WrongType: names),
        ];
    }

    private static OneHotLabelEstimator Create(MLContext ml) => ml.Transforms.Conversion.OneHotLabel("Vector", "Label");

    private sealed class Integer
    {
        public int Label { get; set; }
    }

    private sealed class Number
    {
        public float Label { get; set; }
    }

    private sealed class Text
    {
        public string Label { get; set; } = "";
    }
}
