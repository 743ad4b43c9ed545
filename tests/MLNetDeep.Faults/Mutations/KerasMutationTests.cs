namespace MLNetDeep.Faults.Mutations;

/// <summary>Damages files of Keras: HDF5, and the zip around it.</summary>
[Collection(nameof(Alone))]
public sealed class KerasMutationTests
{
    public static TheoryData<string> Names => [.. KerasFormats.All.Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Damaged_files_are_read_or_refused(string name) => MutationAttack.Run(KerasFormats.All.Single(format => format.Name == name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Damaged_references_are_read_or_refused(string name) =>
        KerasFormats.AttackReferences(KerasFormats.All.Single(format => format.Name == name));

    /// <summary>The allocations of the whole process are counted, so no other test may run.</summary>
    [CollectionDefinition(nameof(Alone), DisableParallelization = true)]
    public sealed class Alone;
}
