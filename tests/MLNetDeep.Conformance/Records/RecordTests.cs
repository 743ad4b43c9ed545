using MLNetDeep.Neural;
using MLNetDeep.Reports;
using MLNetDeep.TorchSharp;
using MLNetDeep.Trainers;

namespace MLNetDeep.Conformance;

/// <summary>Checks that every public record of every library is compared by value and prints its arrays.</summary>
public class RecordTests
{
    private static readonly Type[] s_oneOfEachLibrary = [typeof(NetworkSpec), typeof(NeuralTrainerOptions), typeof(Curve), typeof(TorchModuleOptions)];

    public static TheoryData<Type> Records =>
    [
        .. s_oneOfEachLibrary
            .SelectMany(type => type.Assembly.GetExportedTypes())
            .Where(type => !type.IsAbstract && RecordSamples.IsRecord(type))
            .OrderBy(type => type.FullName, StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Records))]
    public void Records_with_equal_members_are_equal(Type type)
    {
        object first = RecordSamples.Make(type, null), second = RecordSamples.Make(type, null);
        Assert.NotSame(first, second);
        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Records_that_differ_in_one_member_are_not_equal(Type type)
    {
        object first = RecordSamples.Make(type, null);
        Assert.All(RecordSamples.MembersOf(type), member => Assert.NotEqual(first, RecordSamples.Make(type, member)));
    }

    // Without its own text, a collection prints the name of its type, such as System.Collections.Immutable.ImmutableArray`1[System.Single].
    [Theory]
    [MemberData(nameof(Records))]
    public void Records_print_the_items_of_their_collections(Type type)
    {
        string text = RecordSamples.Make(type, null).ToString()!;
        Assert.DoesNotContain("System.Collections", text, StringComparison.Ordinal);
        Assert.DoesNotContain("`1[", text.Replace("Progress`1[", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
