namespace MLNetDeep.Faults.Mutations;

/// <summary>Damages the components' entries in model files.</summary>
public sealed class ModelMutationTests
{
    public static TheoryData<string> Names => [.. ModelFormats.All.Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Damaged_entries_are_refused(string name) => MutationAttack.Run(ModelFormats.All.Single(format => format.Name == name));
}
