using Microsoft.ML;
using MLNetDeep.Trainers;

namespace MLNetDeep.Conformance;

/// <summary>Checks that every estimator has test cases and that each case conforms to <see cref="EstimatorConformance"/>.</summary>
public class EstimatorTests
{
    public static TheoryData<string> Names => [.. EstimatorCases.All(new()).Select(estimatorCase => estimatorCase.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Conforms(string name)
    {
        MLContext ml = new(seed: 1);
        EstimatorCase estimatorCase = EstimatorCases.All(ml).Single(candidate => candidate.Name == name);
        EstimatorConformance.Check(estimatorCase.Estimator(ml), estimatorCase.Data, estimatorCase.WithoutInputColumn, estimatorCase.WrongType, ml);
    }

    [Fact]
    public void Every_estimator_has_cases() =>
        Assert.Equal(
            typeof(NetworkTrainer).Assembly.GetExportedTypes().Where(IsEstimator).Select(type => type.Name).Order(StringComparer.Ordinal),
            DerivedTypes.Create<EstimatorCases>().Select(cases => cases.Estimator.Name).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Every_case_creates_its_estimator()
    {
        MLContext ml = new(seed: 1);
        Assert.All(
            DerivedTypes.Create<EstimatorCases>(),
            cases => Assert.All(cases.Cases(ml), estimatorCase => Assert.IsType(cases.Estimator, estimatorCase.Estimator(ml))));
    }

    private static bool IsEstimator(Type type) =>
        !type.IsAbstract && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEstimator<>));
}
