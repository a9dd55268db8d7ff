package io.recsys;

/**
 * A user or item that is like another one.
 *
 * @param rank the place in the answer, from 1
 * @param id the id
 * @param title what to show a person; the id where the data has no titles, and of users
 * @param similarity the cosine of the angle between the embeddings, in [-1, 1]; of items times
 *     {@code n / (n + 20)}, with {@code n} the training interactions of the one listed
 */
public record Similar(int rank, String id, String title, double similarity) {}
