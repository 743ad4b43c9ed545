using Microsoft.ML;

namespace MLNetDeep.Conformance;

/// <summary>The base class of each estimator's test cases. Derived classes are found by reflection.</summary>
public abstract class EstimatorCases
{
    /// <summary>The type of the tested estimator.</summary>
    public abstract Type Estimator { get; }

    /// <summary>Returns the test cases of all estimators.</summary>
    public static IEnumerable<EstimatorCase> All(MLContext ml) => DerivedTypes.Create<EstimatorCases>().SelectMany(cases => cases.Cases(ml));

    /// <summary>Returns the test cases of this estimator.</summary>
    public abstract IEnumerable<EstimatorCase> Cases(MLContext ml);

    /// <summary>Returns a view without any input column of the tested estimators.</summary>
    protected static IDataView WithoutInputColumn(MLContext ml) => ml.Data.LoadFromEnumerable([new UnrelatedRow()]);

    private sealed class UnrelatedRow
    {
        public float Unrelated { get; set; }
    }
}
