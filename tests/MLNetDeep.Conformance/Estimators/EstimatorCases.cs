using Microsoft.ML;

namespace MLNetDeep.Conformance;

/// <summary>Cases of one estimator. Each class is found by reflection.</summary>
public abstract class EstimatorCases
{
    /// <summary>The estimator's type.</summary>
    public abstract Type Estimator { get; }

    /// <summary>The cases of all estimators.</summary>
    public static IEnumerable<EstimatorCase> All(MLContext ml) => Found.Create<EstimatorCases>().SelectMany(cases => cases.Cases(ml));

    /// <summary>The cases.</summary>
    public abstract IEnumerable<EstimatorCase> Cases(MLContext ml);

    /// <summary>A view whose only column no estimator of the cases needs.</summary>
    protected static IDataView Lacking(MLContext ml) => ml.Data.LoadFromEnumerable([new Other()]);

    private sealed class Other
    {
        public float Else { get; set; }
    }
}
