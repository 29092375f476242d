import type { Component, Image } from "@sandpiper/oci";
import type { Deployment, DeploymentProblem } from "@sandpiper/targets";

/** An image as a shape makes it, before it is put in a layout. */
export interface MadeImage {
  /** In the layout. */
  readonly name: string;
  readonly image: Image;
  readonly components: readonly Component[];
  /** As Go names processors. */
  readonly architecture: string;
  /** Where it answers HTTP; null when it is a program that ends. */
  readonly port: number | null;
  readonly deployment: Deployment;
}

/** What a shape made, and why it would not work. */
export interface MadeImages {
  readonly images: readonly MadeImage[];
  readonly problems: readonly DeploymentProblem[];
}
